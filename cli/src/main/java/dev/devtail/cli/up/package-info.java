/** {@code devtail up}: every service and PostgreSQL on one machine. */
@NullMarked
package dev.devtail.cli.up;

import org.jspecify.annotations.NullMarked;
