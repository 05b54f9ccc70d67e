/** Tests. */
@NullMarked
package dev.devtail.kit.grpc;

import org.jspecify.annotations.NullMarked;
