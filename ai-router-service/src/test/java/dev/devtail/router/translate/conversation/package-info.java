/** Tests. */
@NullMarked
package dev.devtail.router.translate.conversation;

import org.jspecify.annotations.NullMarked;
