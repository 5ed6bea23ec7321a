/**
 * What the tests of several packages share.
 */
@NullMarked
package io.jobqueue.testsupport;

import org.jspecify.annotations.NullMarked;
