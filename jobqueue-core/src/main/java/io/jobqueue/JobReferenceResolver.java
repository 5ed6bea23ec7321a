package io.jobqueue;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Reads the ids of entities and loads them, for {@link JobReference}. Beans of this type
 * are asked in their order. Implementations are thread-safe.
 */
public interface JobReferenceResolver {

	/**
	 * Find out what an entity is.
	 * @param entity the entity that is dispatched
	 * @return its name and id, {@code null} if it is none of this resolver
	 * @throws InvalidJobException if it cannot be referred to, such as one without an id
	 */
	@Nullable Key keyOf(Object entity);

	/**
	 * The type of the ids of an entity.
	 * @param name the name of the entity
	 * @return the type, {@code null} if this resolver does not know the name
	 */
	@Nullable Type idType(String name);

	/**
	 * Load an entity in the current transaction, if there is one.
	 * @param name the name of the entity, for which {@link #idType} has a type
	 * @param id the id, of that type
	 * @return the entity, {@code null} if it is gone
	 */
	@Nullable Object load(String name, Object id);

	/**
	 * What a reference keeps of an entity.
	 *
	 * @param name the name of the entity, stable across releases
	 * @param id its id, which is written as JSON
	 */
	record Key(String name, Object id) {
	}

}
