/** What a call asks for, whatever protocol it came in. */
@NullMarked
package dev.devtail.router.translate.conversation;

import org.jspecify.annotations.NullMarked;
