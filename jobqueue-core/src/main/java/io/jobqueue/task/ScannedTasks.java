package io.jobqueue.task;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.jobqueue.TaskRef;
import io.jobqueue.task.settings.TaskSettingsReader;

/**
 * The tasks that were found on beans.
 */
final class ScannedTasks implements TaskRegistry {

	private final TaskIndex index;

	private final LateTypes types;

	private final TaskReferences references;

	private final String defaultQueue;

	ScannedTasks(TaskIndex index, TaskSettingsReader settings, LateTypes types) {
		this.index = index;
		this.types = types;
		this.references = new TaskReferences(index, settings);
		this.defaultQueue = settings.defaultQueue();
	}

	@Override
	public Collection<Task> tasks() {
		return List.copyOf(this.index.all());
	}

	@Override
	public void check() {
		this.types.check();
		this.index.all().forEach((task) -> task.handler().check());
	}

	@Override
	public Optional<Task> find(String name) {
		return this.index.find(name).map(Task.class::cast);
	}

	@Override
	public Optional<Task> find(TaskRef ref) {
		if (ref instanceof TaskRef.HandlerClass handler) {
			return this.references.findClass(handler.type()).map(Task.class::cast);
		}
		if (ref instanceof TaskRef.Method method) {
			return this.references.findMethod(method.reference()).map(Task.class::cast);
		}
		return find(((TaskRef.Named) ref).name());
	}

	@Override
	public Target resolve(TaskRef ref) {
		if (ref instanceof TaskRef.HandlerClass handler) {
			return this.references.ofClass(handler.type());
		}
		if (ref instanceof TaskRef.Method method) {
			return this.references.ofMethod(method.reference());
		}
		String name = ((TaskRef.Named) ref).name();
		return this.index.find(name)
			.map((task) -> new Target(task.name(), task.queue()))
			.orElseGet(() -> new Target(name, this.defaultQueue));
	}

}
