package io.jobqueue.task;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.task.invoke.TaskBean;
import io.jobqueue.task.invoke.TaskBeans;
import io.jobqueue.task.settings.TaskDefaults;
import io.jobqueue.task.settings.TaskSettingsReader;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the tasks of an application among its beans. It reads their types and creates no
 * beans, so it can run at any time after the bean definitions are registered. A
 * {@code @Bean} method should therefore declare the class of the handler as its type.
 */
public final class TaskScanner {

	private final ConfigurableListableBeanFactory factory;

	private final TaskSettingsReader settings;

	private final @Nullable JobSerializer serializer;

	/**
	 * Create a scanner that does not check the types of payloads and results.
	 */
	public TaskScanner(ConfigurableListableBeanFactory factory, TaskDefaults defaults) {
		this(factory, defaults, null);
	}

	/**
	 * Create a scanner.
	 * @param factory the beans
	 * @param defaults the settings of tasks that do not set their own
	 * @param serializer refuses types of payloads and results, {@code null} for no check
	 */
	public TaskScanner(ConfigurableListableBeanFactory factory, TaskDefaults defaults,
			@Nullable JobSerializer serializer) {
		this.factory = factory;
		this.settings = new TaskSettingsReader(defaults);
		this.serializer = serializer;
	}

	/**
	 * Find all tasks.
	 * @return the registry
	 * @throws io.jobqueue.InvalidTaskException if a declaration cannot be used
	 */
	public TaskRegistry scan() {
		TaskBeans beans = new TaskBeans(this.factory);
		LateTypes types = new LateTypes(beans, this::tasks);
		List<DeclaredTask> tasks = new ArrayList<>();
		List<TaskBean> candidates = new ArrayList<>();
		for (TaskBean bean : beans.find()) {
			List<DeclaredTask> found = tasks(bean);
			types.searched(bean, found);
			tasks.addAll(found);
			if (TaskBeans.mayHoldTasks(bean.type())) {
				candidates.add(bean);
			}
		}
		FailureMethods failures = new FailureMethods(this.settings, new TaskIndex(tasks));
		candidates.forEach(failures::find);
		TaskIndex index = new TaskIndex(failures.apply());
		if (this.serializer != null) {
			index.all().forEach(new TaskTypes(this.serializer)::check);
		}
		return new ScannedTasks(index, this.settings, types);
	}

	private List<DeclaredTask> tasks(TaskBean bean) {
		List<DeclaredTask> tasks = new ArrayList<>();
		new ClassTasks(this.factory, this.settings).find(bean).ifPresent(tasks::add);
		if (TaskBeans.mayHoldTasks(bean.type())) {
			tasks.addAll(new MethodTasks(this.settings).find(bean));
		}
		return tasks;
	}

}
