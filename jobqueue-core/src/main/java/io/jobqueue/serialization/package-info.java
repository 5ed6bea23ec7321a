/**
 * Converts payloads and results to text and back. A payload is read as the type that the
 * handler declares, never as a type that the payload names.
 */
@NullMarked
package io.jobqueue.serialization;

import org.jspecify.annotations.NullMarked;
