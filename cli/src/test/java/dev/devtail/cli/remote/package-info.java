@NullMarked
package dev.devtail.cli.remote;

import org.jspecify.annotations.NullMarked;
