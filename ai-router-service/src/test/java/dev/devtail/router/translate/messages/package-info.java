/** Tests. */
@NullMarked
package dev.devtail.router.translate.messages;

import org.jspecify.annotations.NullMarked;
