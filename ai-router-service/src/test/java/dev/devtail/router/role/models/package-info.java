/** Tests of how roles ask their models. */
@NullMarked
package dev.devtail.router.role.models;

import org.jspecify.annotations.NullMarked;
