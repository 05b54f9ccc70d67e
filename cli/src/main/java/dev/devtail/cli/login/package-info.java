/** Signing in to a gateway whose users an identity provider knows (OpenID Connect). */
@NullMarked
package dev.devtail.cli.login;

import org.jspecify.annotations.NullMarked;
