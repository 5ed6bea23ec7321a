package io.jobqueue.task.invoke;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.OnFailure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * The beans that may hold tasks, by their types alone. No bean is created to find them.
 */
public final class TaskBeans {

	private static final Logger logger = LoggerFactory.getLogger(TaskBeans.class);

	private final ConfigurableListableBeanFactory factory;

	public TaskBeans(ConfigurableListableBeanFactory factory) {
		this.factory = factory;
	}

	public List<TaskBean> find() {
		List<TaskBean> beans = new ArrayList<>();
		Iterator<String> names = this.factory.getBeanNamesIterator();
		while (names.hasNext()) {
			String name = names.next();
			Class<?> type = isConcrete(name) ? targetType(name) : null;
			if (type != null && !type.isAnnotation()) {
				beans.add(new TaskBean(this.factory, name, ClassUtils.getUserClass(type)));
			}
		}
		return beans;
	}

	/** Whether methods of this class may be tasks. */
	public static boolean mayHoldTasks(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, Set.of(JobTask.class, OnFailure.class, JobSchedule.class));
	}

	private boolean isConcrete(String name) {
		return !ScopedProxyUtils.isScopedTarget(name)
				&& (!this.factory.containsBeanDefinition(name) || !this.factory.getBeanDefinition(name).isAbstract());
	}

	private @Nullable Class<?> targetType(String name) {
		try {
			Class<?> exposed = exposedTargetClass(name);
			Class<?> type = (exposed != null) ? exposed : this.factory.getType(defined(name), false);
			return (type != null && Proxy.isProxyClass(type)) ? behindProxy(name, type) : type;
		}
		catch (BeansException | LinkageError ex) {
			// If the bean is created later, its own error reports the cause.
			logger.debug("Bean '{}' is not searched for tasks, because its type is unknown", name, ex);
			return null;
		}
	}

	/** A scoped proxy has a type only once it is created; its target always has one. */
	private String defined(String name) {
		String target = ScopedProxyUtils.getTargetBeanName(name);
		return this.factory.containsBeanDefinition(target) ? target : name;
	}

	private @Nullable Class<?> exposedTargetClass(String name) {
		if (!this.factory.containsBeanDefinition(name)) {
			return null;
		}
		BeanDefinition definition = this.factory.getMergedBeanDefinition(name);
		Object target = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		return (target instanceof Class<?> type) ? type : null;
	}

	private Class<?> behindProxy(String name, Class<?> type) {
		Object singleton = this.factory.containsSingleton(name) ? this.factory.getSingleton(name) : null;
		return (singleton != null) ? AopProxyUtils.ultimateTargetClass(singleton) : type;
	}

}
