/**
 * One call from a caller to its answer: who is to answer is decided, one provider after the other
 * is asked until one has begun to answer, and what was used is reckoned.
 */
@NullMarked
package dev.devtail.router.relay;

import org.jspecify.annotations.NullMarked;
