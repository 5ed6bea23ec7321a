package io.jobqueue.schedule;

import io.jobqueue.JobSchedule;

/**
 * A schedule that an application declares.
 *
 * @param definition its definition
 * @param origin whether code or configuration declares it
 */
public record DeclaredSchedule(JobSchedule.Definition definition, JobSchedule.Origin origin) {
}
