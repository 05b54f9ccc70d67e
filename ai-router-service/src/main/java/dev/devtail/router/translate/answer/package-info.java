/** What a model answers, whatever protocol it comes in. */
@NullMarked
package dev.devtail.router.translate.answer;

import org.jspecify.annotations.NullMarked;
