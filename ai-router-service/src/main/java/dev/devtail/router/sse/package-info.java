/** Server-sent events (WHATWG HTML, section 9.2), as bytes that are passed on as they came. */
@NullMarked
package dev.devtail.router.sse;

import org.jspecify.annotations.NullMarked;
