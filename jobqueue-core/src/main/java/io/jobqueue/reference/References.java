package io.jobqueue.reference;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobReferenceResolver;
import io.jobqueue.JobReferenceResolver.Key;
import io.jobqueue.PayloadException;

import org.jspecify.annotations.Nullable;

/**
 * The resolvers of an application.
 *
 * @param resolvers supplies them at first use, because they need other beans
 */
record References(Supplier<List<JobReferenceResolver>> resolvers) {

	Key keyOf(Object entity) {
		return this.resolvers.get()
			.stream()
			.map((resolver) -> resolver.keyOf(entity))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new InvalidJobException(
					("'%s' is no entity that can be referred to: use an entity of JPA, or add a bean of type "
							+ "JobReferenceResolver that knows it")
						.formatted(entity.getClass().getName())));
	}

	/**
	 * The type of the ids of an entity, {@code null} if only another application knows.
	 */
	@Nullable Type idType(String name) {
		JobReferenceResolver resolver = find(name);
		return (resolver != null) ? resolver.idType(name) : null;
	}

	@Nullable Object load(String name, Object id, Class<?> declared) {
		JobReferenceResolver resolver = find(name);
		if (resolver == null) {
			throw new PayloadException(
					("This application does not know the entity '%s': run the job where it is known, or add a bean of "
							+ "type JobReferenceResolver that knows it")
						.formatted(name));
		}
		Object entity = resolver.load(name, id);
		if (entity != null && !declared.isInstance(entity)) {
			throw new PayloadException("The payload refers to the entity '%s', but its type declares %s".formatted(name,
					declared.getName()));
		}
		return entity;
	}

	private @Nullable JobReferenceResolver find(String name) {
		return this.resolvers.get()
			.stream()
			.filter((resolver) -> resolver.idType(name) != null)
			.findFirst()
			.orElse(null);
	}

}
