/**
 * Lists of jobs, one job, and acts on jobs. What is shown of payloads is decided in one
 * place here.
 */
@NullMarked
package io.jobqueue.dashboard.api.job;

import org.jspecify.annotations.NullMarked;
