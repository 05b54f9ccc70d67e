/** Tests of what runs reach outside of the service. */
@NullMarked
package dev.devtail.router.role.remote;

import org.jspecify.annotations.NullMarked;
