/** Secrets in texts: what looks like a key or a password, by rules, and how it is blotted out. */
@NullMarked
package dev.devtail.kit.workspace.secret;

import org.jspecify.annotations.NullMarked;
