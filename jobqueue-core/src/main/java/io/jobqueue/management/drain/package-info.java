/**
 * Shows and changes which workers an operator drains.
 */
@NullMarked
package io.jobqueue.management.drain;

import org.jspecify.annotations.NullMarked;
