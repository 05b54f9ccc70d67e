/** Tests. */
@NullMarked
package dev.devtail.session.events.grpc;

import org.jspecify.annotations.NullMarked;
