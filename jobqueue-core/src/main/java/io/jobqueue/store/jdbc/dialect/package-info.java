/**
 * What differs between databases.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.jdbc.dialect;
