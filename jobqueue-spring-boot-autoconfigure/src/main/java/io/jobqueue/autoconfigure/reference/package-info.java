/**
 * References to entities in payloads. The resolvers are looked up when a reference is
 * written or read, because the persistence of an application may need other beans first.
 */
@NullMarked
package io.jobqueue.autoconfigure.reference;

import org.jspecify.annotations.NullMarked;
