/** Google's generateContent, of providers. */
@NullMarked
package dev.devtail.router.translate.gemini;

import org.jspecify.annotations.NullMarked;
