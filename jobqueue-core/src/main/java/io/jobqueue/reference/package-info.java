/**
 * Entities as references. A payload names an entity, and the type that the payload
 * declares decides what may be loaded. What becomes of an attempt whose entity is gone is
 * decided around the handler, so that its transaction is rolled back first.
 */
@NullMarked
package io.jobqueue.reference;

import org.jspecify.annotations.NullMarked;
