/**
 * Who else may come in: share links, paired devices and keys for models, as tokens that a user has
 * given away.
 */
@NullMarked
package dev.devtail.session.access;

import org.jspecify.annotations.NullMarked;
