/**
 * Adds the lines that jobs write by SLF4J to their logs. One appender of Logback serves
 * all applications of the process: the context of the job says where a line belongs.
 */
@NullMarked
package io.jobqueue.autoconfigure.logs;

import org.jspecify.annotations.NullMarked;
