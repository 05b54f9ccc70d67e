/** Tests of the schemas: the guide's test vectors, and what has been released stays as it is. */
@NullMarked
package dev.devtail.protocol;

import org.jspecify.annotations.NullMarked;
