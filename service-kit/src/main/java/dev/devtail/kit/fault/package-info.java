/** What can go wrong, as a closed list that domain code may use: no transport in it. */
@NullMarked
package dev.devtail.kit.fault;

import org.jspecify.annotations.NullMarked;
