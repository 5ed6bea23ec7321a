package io.jobqueue.autoconfigure.reference;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity. */
@Entity
class Customer {

	@Id
	@GeneratedValue
	@Nullable Long id;

	String name = "";

	protected Customer() {
	}

	Customer(String name) {
		this.name = name;
	}

}
