/**
 * The JSON API of the dashboard over {@code JobExplorer} and {@code JobOperator}: one
 * class for each view of the page. It can be used without the page.
 */
@NullMarked
package io.jobqueue.dashboard.api;

import org.jspecify.annotations.NullMarked;
