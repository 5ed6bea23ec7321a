package io.jobqueue.autoconfigure.reference;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jobqueue.JobReference;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Warns at start of each task whose payload is an entity, or has one as an element or as
 * a property. It would be stored as a copy, which is old when the job runs.
 */
final class EntityPayloadCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(EntityPayloadCheck.class);

	/** Of type parameters. Those of a raw type such as {@code Enum} have no end. */
	private static final int MOST_LEVELS = 5;

	private final ObjectProvider<TaskRegistry> tasks;

	private final Set<Class<?>> entities;

	EntityPayloadCheck(ObjectProvider<TaskRegistry> tasks, EntityManagerFactory factory) {
		this.tasks = tasks;
		this.entities = factory.getMetamodel()
			.getEntities()
			.stream()
			.map(EntityType::getJavaType)
			.collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.tasks.ifAvailable((registry) -> registry.tasks().forEach(this::check));
	}

	private void check(Task task) {
		ResolvableType payload = ResolvableType.forType(task.payloadType());
		List<ResolvableType> types = new ArrayList<>(List.of(payload));
		Class<?> type = payload.resolve(Object.class);
		if (!type.getName().startsWith("java.") && !this.entities.contains(type)) {
			ReflectionUtils.doWithFields(type, (field) -> types.add(ResolvableType.forField(field, payload)),
					EntityPayloadCheck::isStored);
		}
		types.stream()
			.map((each) -> entity(each, MOST_LEVELS))
			.filter(Objects::nonNull)
			.findFirst()
			.ifPresent((entity) -> warn(task, entity));
	}

	private static boolean isStored(Field field) {
		return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
	}

	/** The entity that a value of this type is or has as an element. */
	private @Nullable Class<?> entity(ResolvableType type, int levels) {
		Class<?> raw = type.resolve(Object.class);
		if (this.entities.contains(raw)) {
			return raw;
		}
		if (raw == JobReference.class || levels == 0) {
			return null;
		}
		if (type.isArray()) {
			return entity(type.getComponentType(), levels - 1);
		}
		return Stream.of(type.getGenerics())
			.map((generic) -> entity(generic, levels - 1))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static void warn(Task task, Class<?> entity) {
		logger.warn(
				"Task '{}' ({}) has the entity {} in its payload, which is stored as a copy that is old when the "
						+ "job runs: use JobReference<{}>, which loads the row then",
				task.name(), task.source(), entity.getName(), entity.getSimpleName());
	}

}
