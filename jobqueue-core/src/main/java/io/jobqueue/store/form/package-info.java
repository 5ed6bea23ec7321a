/**
 * The stored forms that all stores share. They keep the fields that another release
 * wrote.
 */
@org.jspecify.annotations.NullMarked
package io.jobqueue.store.form;
