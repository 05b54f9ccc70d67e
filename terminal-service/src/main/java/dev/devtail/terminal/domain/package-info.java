/**
 * Terminals: a program under a PTY, its numbered output, its screen and its viewers. Free of
 * Spring, gRPC and Netty; a terminal lives on one loop and is never touched from anywhere else.
 */
@NullMarked
package dev.devtail.terminal.domain;

import org.jspecify.annotations.NullMarked;
