package io.jobqueue.autoconfigure.schedule;

import io.jobqueue.schedule.StoreJobSchedules;

/**
 * The schedules of the store, for the timer also where an application replaces the bean
 * of the API.
 */
record StoreSchedules(StoreJobSchedules schedules) {
}
