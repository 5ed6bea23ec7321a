/**
 * The encryption of sensitive values. No message has a key or a part of one.
 */
@NullMarked
package io.jobqueue.autoconfigure.payload;

import org.jspecify.annotations.NullMarked;
