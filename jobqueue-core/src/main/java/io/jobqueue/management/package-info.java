/**
 * The explorer and the operator: how people and code look at jobs and act on them.
 */
@NullMarked
package io.jobqueue.management;

import org.jspecify.annotations.NullMarked;
