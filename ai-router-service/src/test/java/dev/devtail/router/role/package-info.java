/** Tests of runs. */
@NullMarked
package dev.devtail.router.role;

import org.jspecify.annotations.NullMarked;
