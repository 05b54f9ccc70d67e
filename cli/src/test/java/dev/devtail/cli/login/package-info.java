@NullMarked
package dev.devtail.cli.login;

import org.jspecify.annotations.NullMarked;
