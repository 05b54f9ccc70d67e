/**
 * One call and its answer: providers are tried in turn until one has begun to answer, and from then
 * on what it says goes to the caller as it comes.
 */
@NullMarked
package dev.devtail.router.exchange;

import org.jspecify.annotations.NullMarked;
