/** Roles ask their models through this service's own relay, as callers from outside do. */
@NullMarked
package dev.devtail.router.role.models;

import org.jspecify.annotations.NullMarked;
