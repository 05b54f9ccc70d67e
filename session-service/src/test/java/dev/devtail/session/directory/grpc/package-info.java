/** Tests. */
@NullMarked
package dev.devtail.session.directory.grpc;

import org.jspecify.annotations.NullMarked;
