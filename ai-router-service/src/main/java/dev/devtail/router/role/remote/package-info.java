/**
 * What runs reach outside of this service: workspaces, the events of sessions, addresses of hooks.
 */
@NullMarked
package dev.devtail.router.role.remote;

import org.jspecify.annotations.NullMarked;
