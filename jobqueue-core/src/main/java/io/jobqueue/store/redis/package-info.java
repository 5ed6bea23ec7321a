/**
 * The Redis store: few scripts, batch-first, all keys of a queue in one Cluster slot.
 * <p>
 * A job that waits is two things: its record, a string that never changes, and an entry
 * in the sorted set of its status. Only a job that was claimed or has ended has a state
 * (hash {@code state}). What becomes of a job is decided by the rules of
 * {@code io.jobqueue.lifecycle}; {@code step.lua} writes it if the state is still as it
 * was seen. Worker and delivery are the fence of a success that is nothing more. Scripts
 * answer to a batch with one write a structure, are given each key they touch, and of
 * those that drain a queue the first write is one that frees memory, so that a full Redis
 * still drains. Records are read and, if large, written outside of scripts. Signals are
 * hints: a worker notes that it waits, whoever brings work wakes one, and the woken one
 * wakes the next while there is more than it took.
 * <p>
 * A move to another queue concerns up to three Cluster slots: the source, the target, and
 * the queue of the job's id, which says where the job is. No step covers two of them, and
 * each may come any time late, by several processes. What is there after each step of
 * {@link io.jobqueue.store.redis.move.QueueMoves}:
 * <table>
 * <caption>States of a move</caption>
 * <tr>
 * <th>after</th>
 * <th>source</th>
 * <th>target</th>
 * <th>a late step</th>
 * </tr>
 * <tr>
 * <td>finish</td>
 * <td>job with letter V, note in {@code moving}</td>
 * <td>nothing</td>
 * <td>finish: already applied</td>
 * </tr>
 * <tr>
 * <td>prepare</td>
 * <td>as before</td>
 * <td>text of the attempt in {@code arriving:<id>}, which expires</td>
 * <td>prepare: replaces the text of another attempt, which then begins anew</td>
 * </tr>
 * <tr>
 * <td>arrive</td>
 * <td>as before</td>
 * <td>job that waits, note in {@code arrived}, no text</td>
 * <td>prepare: meets the note; arrive: meets the note, or has no text</td>
 * </tr>
 * <tr>
 * <td>depart</td>
 * <td>nothing, or an entry in {@code forward} in the queue of the id</td>
 * <td>job, note</td>
 * <td>open: finds no note; depart: changes nothing</td>
 * </tr>
 * <tr>
 * <td>settle</td>
 * <td>as before</td>
 * <td>job, which may run, end, go on and be deleted</td>
 * <td>prepare leaves a text that expires, open finds no note; an arrive whose open was
 * before depart has no text</td>
 * </tr>
 * </table>
 * The job may also run, end, go on or come back as soon as it has arrived. Until depart
 * it is found through the source. A job that comes back there before depart replaces what
 * the source still has, and closes the note. An entry in {@code forward} carries the
 * delivery, and gives way to that of a later move only. Maintenance completes notes of
 * both kinds and looks through entries that may lead to no job any more.
 */
@NullMarked
package io.jobqueue.store.redis;

import org.jspecify.annotations.NullMarked;
