package io.jobqueue.reference;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.jobqueue.InvalidJobException;
import io.jobqueue.JobReferenceResolver;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EntityType;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

/**
 * Refers to the entities of a persistence unit of JPA, by their names in queries. They
 * are loaded in the transaction of the caller. Without one they are detached. Safe for
 * use by many threads.
 */
public final class JpaReferenceResolver implements JobReferenceResolver {

	private final EntityManagerFactory factory;

	private final EntityManager entities;

	private final Map<String, EntityType<?>> types;

	public JpaReferenceResolver(EntityManagerFactory factory) {
		this.factory = factory;
		this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
		this.types = factory.getMetamodel()
			.getEntities()
			.stream()
			.collect(Collectors.toMap(EntityType::getName, Function.identity()));
	}

	@Override
	public @Nullable Key keyOf(Object entity) {
		EntityType<?> type = type(entity.getClass());
		if (type == null) {
			return null;
		}
		if (!type.hasSingleIdAttribute()) {
			throw new InvalidJobException(
					"The entity '%s' has an id of several attributes by @IdClass: use @EmbeddedId, or dispatch the id"
						.formatted(type.getName()));
		}
		Object id = this.factory.getPersistenceUnitUtil().getIdentifier(entity);
		if (id == null) {
			throw new InvalidJobException(
					"An entity '%s' has no id yet: persist and flush it before the job is dispatched"
						.formatted(type.getName()));
		}
		return new Key(type.getName(), id);
	}

	/** A proxy is an instance of a subclass of its entity. */
	private @Nullable EntityType<?> type(Class<?> type) {
		Class<?> at = type;
		while (at != null) {
			for (EntityType<?> known : this.types.values()) {
				if (known.getJavaType() == at) {
					return known;
				}
			}
			at = at.getSuperclass();
		}
		return null;
	}

	@Override
	public @Nullable Type idType(String name) {
		EntityType<?> type = this.types.get(name);
		return (type != null && type.hasSingleIdAttribute()) ? type.getIdType().getJavaType() : null;
	}

	@Override
	public @Nullable Object load(String name, Object id) {
		EntityType<?> type = this.types.get(name);
		return (type != null) ? this.entities.find(type.getJavaType(), id) : null;
	}

}
