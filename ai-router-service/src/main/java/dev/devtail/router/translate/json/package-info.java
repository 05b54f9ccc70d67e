/** JSON as it is read from others, field by field, and written to them. */
@NullMarked
package dev.devtail.router.translate.json;

import org.jspecify.annotations.NullMarked;
