/** Commands that talk to a gateway, on this machine or elsewhere. */
@NullMarked
package dev.devtail.cli.remote;

import org.jspecify.annotations.NullMarked;
