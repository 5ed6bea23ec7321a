/** The validation of payloads. */
@NullMarked
package io.jobqueue.autoconfigure.validation;

import org.jspecify.annotations.NullMarked;
